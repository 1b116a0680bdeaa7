import { z } from 'zod';
import { metadata, PRINTABLE, slug, uid } from '../field.ts';
import { defineResource } from '../resource.ts';

export const project = defineResource({
  name: 'project',
  plural: 'projects',
  prefix: 'prj',
  title: 'Project',
  description: 'Something that is built and deployed: a service, an app, a stack. Environments and pipelines belong to it.',
  fields: {
    slug: slug.meta({ description: 'Short name for URLs and commands, unique in the tenant.', examples: ['shop'] }),
    name: z.string().min(1).max(256).regex(PRINTABLE, 'expected printable characters').meta({ description: 'Name for people.', examples: ['Web shop'] }),
    repository: z.strictObject({
      provider: z.enum(['github', 'gitlab', 'bitbucket', 'azure_devops', 'other']).meta({ description: 'Where the code lives.', examples: ['github'] }),
      owner: z.string().min(1).max(255).meta({ description: 'Owner, group or workspace.', examples: ['acme'] }),
      name: z.string().min(1).max(255).meta({ description: 'Name of the repository.', examples: ['shop'] }),
      id: z.string().min(1).max(64).optional().meta({ description: 'The provider’s own id, which survives a rename.', examples: ['123456'] }),
    }).optional().meta({ description: 'The repository it is built from.', examples: [{ provider: 'github', owner: 'acme', name: 'shop' }] }),
    default_branch: z.string().min(1).max(255).default('main').meta({ description: 'The branch that releases come from.', examples: ['main'] }),
    uid: uid.optional().meta({ description: 'What another system calls it, unique in the tenant.', examples: ['customer-4711'] }),
    metadata: metadata.optional().meta({ description: 'Your own notes.', examples: [{ plan: 'gold' }] }),
    event_rate: z.int().min(1).max(65_535).optional().meta({ description: 'Deliveries per second to all its endpoints together, at most; what is more waits.', examples: [100] }),
  },
  key: ['slug'],
  unique: [['uid']],
  indexed: ['name'],
});
