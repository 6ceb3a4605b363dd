/**
 * The store of audio files. On the platform it is another server (storage.googleapis.com): the API redirects to a
 * signed address of a ZIP file with a recording's audio, valid for a day (bin-storage-manager, CompressCreate). Here
 * it is a folder of the same server.
 */
import { crc32 } from 'node:zlib';
import { DAY, SECOND } from '../core/time.ts';
import { bare, type EmulatorReply, type EmulatorRequest } from './http.ts';
import { signature } from './identity.ts';
import type { World } from './world.ts';

/** Audio bytes per second: 8 bits, 8 kHz, one channel. */
const RATE = 8000;
const SILENCE = 0x80;

/** The address of a recording's file: for a day, anyone who has it can download the file. */
export function signedAddress(world: World, id: string): string {
  const expires = String(Math.floor((world.now() + DAY) / SECOND));
  const query = new URLSearchParams({ expires, signature: signatureOf(id, expires) });
  return `/storage/${id}.zip?${query.toString()}`;
}

const signatureOf = (id: string, expires: string): string => signature(`${id} ${expires}`);

/** Only the signature counts; a request with other credentials is refused, as on the real store. */
export function storedFile(
  world: World,
  request: EmulatorRequest,
  name: string,
  query: URLSearchParams,
): EmulatorReply {
  const { cookie, authorization } = request.headers;
  if (cookie !== undefined || authorization !== undefined) throw bare(400);
  const id = name.replace(/\.zip$/, '');
  const expires = query.get('expires') ?? '';
  const isSigned = query.get('signature') === signatureOf(id, expires);
  if (!isSigned || Number(expires) * SECOND < world.now()) throw bare(403);
  const row = world.tables.recordings.get(id);
  if (row === undefined) throw bare(404);
  const sound = wav(Buffer.alloc(RATE, SILENCE));
  const files =
    row.status === 'ended' ? ['in', 'out'].map((way) => ({ name: `${id}_${way}.wav`, sound })) : [];
  return {
    status: 200,
    headers: { 'content-type': 'application/zip' },
    body: zip(files).toString('latin1'),
    isBinary: true,
  };
}

/** One second of silence. */
function wav(samples: Buffer): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const ZIP_VERSION = 20;
/** 1980-01-01, the earliest date of the format. */
const ZIP_DATE = 0x21;

/** A ZIP file, stored without compression. Without files, it is the 22 bytes of an empty one. */
function zip(files: readonly { name: string; sound: Buffer }[]): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, sound } of files) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(ZIP_VERSION, 0);
    facts.writeUInt16LE(ZIP_DATE, 8);
    facts.writeUInt32LE(crc32(sound), 10);
    facts.writeUInt32LE(sound.length, 14);
    facts.writeUInt32LE(sound.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), sound]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const made = Buffer.from([ZIP_VERSION, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), made, facts, place, Buffer.from(name)]));
    entries.push(entry);
    at += entry.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...entries, index, end]);
}
