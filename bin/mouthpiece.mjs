#!/usr/bin/env node
/** The command line's door: any Node from 20 on starts it, Node 24 runs it. */
import { runCommandLine } from '../scripts/house/command-line.mjs';
import { runMain } from '../scripts/house/step.mjs';

await runMain(() => runCommandLine(process.argv.slice(2)));
