import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for this machine that nobody but itself vouches for, made by openssl. */
export class SelfSigned {
  private readonly folder = mkdtempSync(join(tmpdir(), 'waymark-certificate-'));
  readonly certFile = join(this.folder, 'cert.pem');
  readonly keyFile = join(this.folder, 'key.pem');

  constructor() {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', this.keyFile];
    const name = ['-subj', '/CN=waymark tests', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...key, ...name, '-out', this.certFile], { stdio: 'pipe' });
  }

  /** The lines by which a redis-server takes encrypted connections alone. */
  linesFor(port: number): string[] {
    return [
      'port 0',
      `tls-port ${port}`,
      `tls-cert-file ${this.certFile}`,
      `tls-key-file ${this.keyFile}`,
      `tls-ca-cert-file ${this.certFile}`,
      'tls-auth-clients no',
    ];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A certificate for this machine for which an authority of its own vouches, made by openssl. */
export class Vouched {
  private readonly folder = mkdtempSync(join(tmpdir(), 'waymark-certificate-'));
  readonly authorityFile = join(this.folder, 'authority.pem');
  readonly cert: string;
  readonly key: string;

  constructor() {
    const [authorityKey, keyFile, certFile] = ['authority.key', 'key.pem', 'cert.pem'].map((name) =>
      join(this.folder, name),
    );
    const key = (file = '') => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file];
    const make = (...args: readonly string[]) =>
      execFileSync('openssl', ['req', '-x509', '-days', '2', ...args], { stdio: 'pipe' });
    make(...key(authorityKey), '-subj', '/CN=waymark tests authority', '-out', this.authorityFile);
    const by = ['-CA', this.authorityFile, '-CAkey', authorityKey ?? ''];
    const about = [
      '-addext',
      'subjectAltName=IP:127.0.0.1,DNS:localhost',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ];
    make(...key(keyFile), ...by, '-subj', '/CN=waymark tests', ...about, '-out', certFile ?? '');
    this.cert = readFileSync(certFile ?? '', 'utf8');
    this.key = readFileSync(keyFile ?? '', 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
