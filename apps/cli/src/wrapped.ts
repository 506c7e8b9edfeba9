/** A text as lines of at most so many columns, broken between words; a longer word stands alone. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** The same, with what it is called before it: further lines stand below the first. */
export function beside(label: string, text: string, columns: number, labelColumns = 12): string[] {
  const room = Math.max(20, columns - labelColumns);
  return wrapped(text, room).map((line, index) => (index === 0 ? label : '').padEnd(labelColumns) + line);
}
