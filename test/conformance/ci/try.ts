import { tally } from './case.ts'; import { githubCases } from './github/cases.ts'; import { gitlabCases } from './gitlab/cases.ts'; import { jenkinsCases } from './jenkins/cases.ts'; import { startCiWorld } from './world.ts';
export {};
const w = await startCiWorld(); const only = process.argv[2];
try { console.log(await tally([...githubCases.map(c=>({...c,name:'github '+c.name})),...gitlabCases.map(c=>({...c,name:'gitlab '+c.name})), ...jenkinsCases.map(c=>({...c,name:'jenkins '+c.name}))].filter(({name}) => only === undefined || name.includes(only)), w), githubCases.length); } finally { await w.stop(); }
