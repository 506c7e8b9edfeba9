/*
 * Arrays in PostgreSQL's binary form, as values of a query. As text, every quote of JSON in them would be escaped here and
 * unescaped there, which costs both sides more than the storing itself.
 */

const headerBytes = 20;
const oids = { int4: 23, int8: 20, text: 25, uuid: 2950 };

/** An absent value is null. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const array = begin(
    oids.text,
    values.length,
    lengths.reduce((sum, length) => sum + Math.max(0, length), 0),
    lengths.includes(-1),
  );
  let at = headerBytes;
  values.forEach((value, index) => {
    at = array.writeInt32BE(lengths[index] ?? 0, at);
    if (value !== null) at += array.write(value, at, 'utf8');
  });
  return array;
}

export function uuidArray(values: readonly string[]): Buffer {
  const array = begin(oids.uuid, values.length, values.length * 16);
  let at = headerBytes;
  for (const value of values) {
    at = array.writeInt32BE(16, at);
    at += array.write(value.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

export function int4Array(values: readonly number[]): Buffer {
  const array = begin(oids.int4, values.length, values.length * 4);
  let at = headerBytes;
  for (const value of values) at = array.writeInt32BE(value, array.writeInt32BE(4, at));
  return array;
}

/** An absent value is null. */
export function int8Array(values: readonly (bigint | null)[]): Buffer {
  const absent = values.reduce((count, value) => count + (value === null ? 1 : 0), 0);
  const array = begin(oids.int8, values.length, (values.length - absent) * 8, absent > 0);
  let at = headerBytes;
  for (const value of values) {
    if (value === null) at = array.writeInt32BE(-1, at);
    else at = array.writeBigInt64BE(value, array.writeInt32BE(8, at));
  }
  return array;
}

/** One dimension, counted from 1; each value is its length and its bytes, or the length -1 for null. */
function begin(oid: number, count: number, bytes: number, holdsNull = false): Buffer {
  const array = Buffer.allocUnsafe(headerBytes + count * 4 + bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(holdsNull ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
}
