/** Files that have piled up. */
import { plural } from '../../core/text.ts';
import { customer, id } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

/** Bytes. */
const GIGABYTE = 1_000_000_000;

/** The size in bytes. */
type Stored = Readonly<{ total_file_size: number; total_file_count: number | null }>;

const stored = (total_file_size: number | null, total_file_count = 4000) => ({
  storage_account: { id: id(95), total_file_count, total_file_size },
  customer: customer(),
});

export const storageLarge = defineRule({
  id: 'storage-large',
  title: 'recordings and files have piled up',
  category: 'money',
  severity: 'low',
  since: '0.2.0',
  needs: ['storage_account', 'customer'],
  why: 'Nothing deletes recordings automatically. They are personal data that must not be kept longer than needed, and anyone who gets into the account gets all of them.',
  fix: 'delete recordings and files that are no longer needed, in the console or with the API',
  messages: {
    large: ({ total_file_size: bytes, total_file_count: files }: Stored) =>
      `stores ${(bytes / GIGABYTE).toFixed(1)} GB${files === null ? ' of files' : ` in ${plural(files, 'file')}`}`,
  },
  thresholds: { gigabytes: { default: 10, unit: 'GB', what: 'of files, above which it is reported' } },
  examples: {
    ok: () => [
      { name: 'an account stores 2 GB of files', account: stored(2 * GIGABYTE) },
      { name: 'an account stores exactly 10 GB of files', account: stored(10 * GIGABYTE) },
      { name: 'the server does not report how much an account stores', account: stored(null) },
      {
        name: 'an account has never stored a file',
        account: { storage_account: null, customer: customer() },
      },
    ],
    bad: () => [
      { name: 'an account stores one byte more than 10 GB', account: stored(10 * GIGABYTE + 1) },
      { name: 'an account stores one file of 84 GB', account: stored(84 * GIGABYTE, 1) },
    ],
  },
  *check({ storage_account: storage, customer: owner }, { thresholds }) {
    const size = storage?.total_file_size ?? 0;
    if (storage?.tm_delete || size <= thresholds.gigabytes * GIGABYTE) return;
    yield {
      subject: customerSubject(owner),
      messageId: 'large',
      data: { total_file_size: size, total_file_count: storage?.total_file_count ?? null },
    };
  },
});
