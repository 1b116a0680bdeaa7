import { z } from 'zod';
import { idOf, instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const preview = defineRecord({
  name: 'preview',
  plural: 'previews',
  prefix: 'pre',
  title: 'Preview',
  description: 'An environment of tier preview, brought up for one pull request and torn down when that closes or its time is over.',
  fields: {
    project: idOf('project', 'prj').meta({ description: 'The project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    environment: idOf('environment', 'env').meta({ description: 'The environment that it is made after.', examples: ['env_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    environment_slug: z.string().meta({ description: 'Its short name.', examples: ['preview'] }),
    slug: z.string().meta({ description: 'Short name for URLs and namespaces: the environment and the pull request.', examples: ['preview-42'] }),
    pull_request: z.string().meta({ description: 'Number of the pull request.', examples: ['42'] }),
    title: z.string().optional().meta({ description: 'Its title.', examples: ['A new basket'] }),
    commit: z.string().optional().meta({ description: 'The commit that it shows, or shall show.', examples: ['3f0c1d9e5b7a2468ace013579bdf02468ace1357'] }),
    ref: z.string().optional().meta({ description: 'The branch of the pull request.', examples: ['refs/heads/basket'] }),
    status: z.enum(['coming', 'up', 'failed', 'going', 'down']).meta({ description: 'coming up, up, failed to come up, going down, or gone.', examples: ['up'] }),
    open: z.boolean().meta({ description: 'Whether there may still be something of it.', examples: [true] }),
    url: z.string().optional().meta({ description: 'Where it is reached.', examples: ['https://preview-42.shop.example.com'] }),
    deployment: z.string().optional().meta({ description: 'Its latest deployment.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    expires_at: instant.optional().meta({ description: 'When it is torn down, whatever else happens. Each deployment moves it on.' }),
    ended_at: instant.optional().meta({ description: 'When it was gone.' }),
    outcome: z.enum(['closed', 'expired', 'requested']).optional().meta({ description: 'Why it goes or went: the pull request was closed, its time was over, or somebody asked for it.', examples: ['closed'] }),
    detail: z.string().optional().meta({ description: 'What went wrong, if something did.', examples: ['https://cluster.example.com answered 503'] }),
  },
  indexed: ['project', 'environment', 'pull_request', 'status', 'open'],
});
