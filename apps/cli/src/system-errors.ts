type SystemError = Error & {
  readonly code: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
  readonly address?: string;
  readonly port?: number;
  /** The variables that address and port come from, where those are not HOST and PORT. */
  readonly setting?: { readonly port: string; readonly host: string };
};

/** What to do about an error of the operating system; null where we have no sentence for it. */
export function systemSentence(error: Error): string | null {
  if (!isSystemError(error)) return null;
  return error.syscall === 'listen' || error.syscall === 'bind' ? aboutListening(error) : aboutFiles(error);
}

function isSystemError(error: Error): error is SystemError {
  return 'code' in error && typeof error.code === 'string';
}

function aboutListening({ code, address = '', port = 0, setting }: SystemError): string | null {
  const { port: portVariable, host: hostVariable } = setting ?? { port: 'PORT', host: 'HOST' };
  switch (code) {
    case 'EADDRINUSE':
      return (
        `Port ${port} on ${address} is taken, by another Waymark or by another program. ` +
        `Stop that one, or set ${portVariable} to another number.`
      );
    case 'EACCES':
      return `This user may not open port ${port} on ${address}. Set ${portVariable} to a number above 1023, and put a proxy before it.`;
    case 'EADDRNOTAVAIL':
      return `${address} is no address of this machine. Set ${hostVariable} to one that is, or to 0.0.0.0 for all of them.`;
    default:
      return null;
  }
}

/** Files and folders: nothing else that we do at start has a path. */
function aboutFiles({ code, path, dest }: SystemError): string | null {
  const where = dest ?? path;
  if (where === undefined) return null;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${where} is full. Free some space there, and start Waymark again: nothing was half-written.`;
    case 'EROFS':
      return `${where} can only be read. Mount it so that it can be written to, or set WAYMARK_DATA to another folder.`;
    case 'EACCES':
    case 'EPERM':
      return (
        `This user${userId()} may not use ${where}. Run Waymark as the user to whom it belongs, give it to this one, ` +
        'or set WAYMARK_DATA to another folder.'
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return `${where} is not a folder, and there should be one. Move it away, or set WAYMARK_DATA to another folder.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'This machine allows no more open files. Raise the limit (ulimit -n), and start Waymark again.';
    default:
      return null;
  }
}

const userId = (): string => (process.getuid ? ` (id ${process.getuid()})` : '');
