#!/usr/bin/env node
'use strict';
// CommonJS, as the bundle is: Node starts it a third quicker than a module.
const [major, minor, patch] = process.versions.node.split('.').map(Number);
const argv = process.argv.slice(2);
if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
  process.stderr.write(`error: voipbin needs Node.js 20.18.1 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.on('error', ({ code }) => {
    // A reader that is gone is not an error, as in the program itself.
    if (code === 'EPIPE') return;
    process.stderr.write(`error: cannot write to standard output: ${code}\n`);
    process.exitCode = 2;
  });
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  const { load, keep } = require('./load.js');
  void load('start.js')
    .start(argv, require('node:path').dirname(__dirname))
    .then((exitCode) => {
      process.exitCode = exitCode;
      // Interrupted or terminated: what a reader has not taken by now is not waited for.
      if (exitCode === 130 || exitCode === 143) process.exit();
      keep();
    });
}
