#!/usr/bin/env node
// The command `waymark`, from any folder. In a clone it builds first when the sources have changed.
import { ready } from '../scripts/ready.mjs';

process.setSourceMapsEnabled(true);
try {
  await ready();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../dist/apps/cli/src/main.js');
