import { tally } from './case.ts'; import { githubCases } from './github/cases.ts'; import { startCiWorld } from './world.ts';
export {};
const w = await startCiWorld(); const only = process.argv[2];
try { console.log(await tally(githubCases.filter(({name}) => only === undefined || name.includes(only)), w), githubCases.length); } finally { await w.stop(); }
