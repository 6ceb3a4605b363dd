#!/usr/bin/env node
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
  process.stderr.write(`error: voipbin needs Node.js 20.18.1 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  const { start } = await import('../dist/start.js');
  process.exitCode = await start(process.argv.slice(2));
}
