/**
 * A table as a spreadsheet opens it. A cell that a spreadsheet would take for a formula begins with an apostrophe, because
 * what stands in it may come from anybody.
 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
