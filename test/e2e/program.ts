/** The packed tarball, installed into an empty folder, and run as a real process in an environment made from nothing. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Installed {
  folder: string;
  /** The program's script, as npm linked it. */
  script: string;
  /** Files of the installed package, relative to it. */
  files: string[];
  tarball: string;
  remove: () => void;
}

export function install(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'voipbin-e2e-'));
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}\n');
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  npm(root, 'run', '-s', 'build');
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  // No network: everything the program needs must be in the tarball.
  npm(app, 'install', '--offline', '--no-audit', '--no-fund', tarball);
  const packageFolder = join(app, 'node_modules/voipbin');
  return {
    folder,
    script: join(app, 'node_modules/.bin/voipbin'),
    files: readdirSync(packageFolder, { recursive: true, encoding: 'utf8' }).sort(),
    tarball,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
  /** Does something to the process while it runs. */
  during?: (child: ChildProcess) => void;
}

/** A process of the installed program; nothing of this machine's environment but PATH reaches it. */
export function starter(installed: Installed) {
  const start = (args: readonly string[], options: RunOptions = {}): ChildProcess =>
    spawn(process.execPath, [installed.script, ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: installed.folder,
        TZ: 'UTC',
        NO_PROXY: '127.0.0.1',
        ...options.env,
      },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
    new Promise((done, fail) => {
      const child = start(args, options);
      let stdout = '';
      let stderr = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', fail);
      child.on('close', (code, signal) => {
        done({ code, signal, stdout, stderr });
      });
      if (options.input !== undefined) child.stdin?.end(options.input);
      options.during?.(child);
    });
  return { start, run };
}

/** Runs a shell line with the program as `voipbin`. */
export function shell(installed: Installed, line: string, env: Record<string, string> = {}): Ended {
  const script = `voipbin() { "${process.execPath}" "${installed.script}" "$@"; }\n${line}`;
  try {
    const stdout = execFileSync('bash', ['-c', script], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      env: { PATH: process.env['PATH'] ?? '', HOME: installed.folder, TZ: 'UTC', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { code: 0, signal: null, stdout, stderr: '' };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, signal: null, stdout, stderr };
  }
}
