import { readExposition, type Exposed } from './exposition.js';

/** What Prometheus would collect at an operations port. @throws when it does not answer with metrics. */
export async function collect(url: string): Promise<Exposed> {
  const answer = await fetch(`${url}/metrics`);
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}.`);
  return readExposition(await answer.text());
}

/** The value of the one series of this name with these labels; null where there is none. */
export function valueOf({ series }: Exposed, name: string, labels: Readonly<Record<string, string>> = {}) {
  const found = series.find(
    (each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  );
  return found?.value ?? null;
}
