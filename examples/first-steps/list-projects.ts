import { createClient } from '@patchbay/client';

const { PATCHBAY_URL: url = 'http://127.0.0.1:8085', PATCHBAY_KEY: key = '' } = process.env;
const hub = createClient({ url, key });

for await (const { slug, name, version, repository } of hub.projects.each({ sort: 'slug' })) {
  console.log(`${slug}: ${name}, version ${version}, from ${repository?.owner}/${repository?.name}`);
}
