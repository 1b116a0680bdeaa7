/** Finding plugins and judging them: search, what changed between versions, what the scans found, and what those say who run them. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import type { FailureCode } from '../failure.ts';
import { instant } from '../field.ts';
import { pageInput, pageOf } from '../page.ts';
import { pluginRelease } from '../records/plugin-release.ts';

const name = z.string().min(1).max(200).meta({ description: 'The plugin: publisher/plugin, or the plugin alone where only one has that name.', examples: ['patchbay/slack'] });
const missing: readonly FailureCode[] = ['plugin.not_found', 'plugin.ambiguous'];
const rating = z.object({
  shown: z.number().meta({ description: 'Out of five, pulled towards the mean of all plugins while there are few.', examples: [4.3] }), count: z.int().meta({ description: 'How many reviews count.', examples: [12] }),
  histogram: z.array(z.int()).meta({ description: 'How many gave one star, two, … five.', examples: [[0, 1, 1, 3, 7]] }),
}).meta({ description: 'What those think who run it.' });

export const pluginSearch = defineAction({
  id: 'plugin_search', title: 'Search plugins', description: 'Finds plugins by words, category, rating and how many run them.', safety: 'safe', scope: 'installation:read', failures: ['cursor.invalid'],
  input: z.strictObject({
    query: z.string().max(200).default('').meta({ description: 'Words; all plugins, if empty.', examples: ['deployment freeze'] }), category: z.string().min(1).max(60).optional().meta({ description: 'Only of this category.', examples: ['governance'] }),
    sort: z.enum(['relevance', 'trending', 'rating', 'top', 'newest']).default('relevance').meta({ description: 'What comes first; trending are those with the most new installations that run, top those that are safest to please.', examples: ['trending'] }), ...pageInput,
  }),
  output: pageOf(z.object({
    name: z.string().meta({ description: 'The plugin.', examples: ['patchbay/freeze-calendar'] }), title: z.string().meta({ description: 'Title.', examples: ['Freeze calendar'] }), summary: z.string().meta({ description: 'What it is for.', examples: ['Holds deployments while a freeze is on.'] }),
    categories: z.array(z.string()).meta({ description: 'What it belongs to.', examples: [['governance']] }), version: z.string().meta({ description: 'The newest version.', examples: ['1.4.2'] }), origin: z.enum(['built_in', 'package']).meta({ description: 'Whether it comes with the hub.', examples: ['package'] }),
    active: z.int().meta({ description: 'Installations that run, in all tenants of the hub.', examples: [7] }), recent: z.int().meta({ description: 'Those of the last 14 days.', examples: [2] }), rating, installed: z.boolean().meta({ description: 'Whether it is installed here.', examples: [false] }), score: z.number().meta({ description: 'What it was sorted by.', examples: [3.2] }),
  })),
  route: { method: 'GET', path: '/v1/marketplace' },
});

const version = z.string().min(1).max(120);
const changes = { added: z.array(z.string()).meta({ description: 'What is new.', examples: [['net:https://api.example']] }), removed: z.array(z.string()).meta({ description: 'What is gone.', examples: [[]] }) };

export const pluginDiff = defineAction({
  id: 'plugin_diff', title: 'Compare versions', description: 'Shows what changed between two versions of a plugin: permissions, hosts, actions, configuration, and the source line by line.', safety: 'safe', scope: 'installation:read', failures: [...missing, 'package.damaged'],
  input: z.strictObject({ name, from: version.meta({ description: 'The older version.', examples: ['1.4.2'] }), to: version.optional().meta({ description: 'The newer one; the newest, if absent.', examples: ['1.5.0'] }) }),
  output: z.object({
    plugin: z.string().meta({ description: 'The plugin.' }), from: z.string().meta({ description: 'The older version.' }), to: z.string().meta({ description: 'The newer version.' }),
    permissions: z.object(changes).meta({ description: 'What it asks for.' }), actions: z.object(changes).meta({ description: 'Actions and queries.' }), config: z.object(changes).meta({ description: 'Fields of the configuration, and secrets.' }),
    files: z.array(z.object({ path: z.string().meta({ description: 'Path.', examples: ['dist/plugin.js'] }), change: z.enum(['added', 'removed', 'changed']).meta({ description: 'What became of it.', examples: ['changed'] }), diff: z.string().optional().meta({ description: 'Unified diff, of text that is not too long.', examples: ['@@ -1 +1 @@\n-a\n+b'] }) })).meta({ description: 'Files that are not the same.' }),
  }),
  route: { method: 'GET', path: '/v1/plugins/{name}/diff' },
});

export const pluginReleaseDecide = defineAction({
  id: 'plugin_release_decide', title: 'Decide on a release', description: 'Lists a release that the scans held back, or rejects it for good.', safety: 'moderate', scope: 'plugin_release:write', failures: ['resource.not_found', 'resource.conflict', 'package.refused'],
  input: z.strictObject({ id: z.string().min(1).max(100).meta({ description: 'Id of the release.', examples: ['rel_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), decision: z.enum(['list', 'reject']).meta({ description: 'What becomes of it.', examples: ['list'] }), reason: z.string().min(1).max(1000).meta({ description: 'Why; the publisher reads it.', examples: ['The eval is in a test fixture'] }) }),
  output: z.object({ id: z.string().meta({ description: 'Id of the release.' }), status: pluginRelease.fields.status }),
});

const reviewId = z.string().min(1).max(100).meta({ description: 'Id of the review.', examples: ['rev_01jd8xk3v2q4r6t8w0y2a4c6e8'] });
const review = z.object({
  id: reviewId, plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }), rating: z.int().meta({ description: 'Stars.', examples: [4] }), title: z.string().meta({ description: 'Title.', examples: ['Does what it says'] }), body: z.string().meta({ description: 'The review.' }), author: z.string().meta({ description: 'Who wrote it.', examples: ['Ada'] }),
  plugin_version: z.string().meta({ description: 'The version that ran then.', examples: ['1.4.2'] }), written_at: instant.meta({ description: 'When.' }), edited_at: instant.nullable().meta({ description: 'When it was last changed.' }), reply: z.object({ text: z.string().meta({ description: 'What the publisher says.' }), at: instant.meta({ description: 'When.' }) }).nullable().meta({ description: 'Of the publisher.' }),
  status: z.enum(['shown', 'reported', 'hidden']).meta({ description: 'Whether everybody sees it, and whether it counts.', examples: ['shown'] }), reports: z.int().meta({ description: 'How many tenants reported it.', examples: [0] }),
});

export type PluginReview = z.output<typeof review>;

export const pluginReviewWrite = defineAction({
  id: 'plugin_review_write', title: 'Review a plugin', description: 'Rates a plugin that has run in this tenant for a day or longer. A second review of the same person replaces the first.', safety: 'moderate', scope: 'installation:write', failures: [...missing, 'review.unproven', 'resource.conflict'],
  input: z.strictObject({ name, rating: z.int().min(1).max(5).meta({ description: 'Stars.', examples: [4] }), title: z.string().min(1).max(120).meta({ description: 'In a few words.', examples: ['Does what it says'] }), body: z.string().max(2000).default('').meta({ description: 'The review.', examples: ['We had it running in ten minutes.'] }) }),
  output: review, route: { method: 'POST', path: '/v1/plugins/{name}/reviews' },
});

export const pluginReviewList = defineAction({
  id: 'plugin_review_list', title: 'List reviews', description: 'Reads the reviews of a plugin, the newest first, and its rating.', safety: 'safe', scope: 'installation:read', failures: [...missing, 'cursor.invalid'],
  input: z.strictObject({ name, ...pageInput, status: z.enum(['shown', 'reported', 'hidden']).optional().meta({ description: 'Only of this status. Who does not moderate sees none that are hidden.', examples: ['reported'] }) }),
  output: pageOf(review).extend({ rating }), route: { method: 'GET', path: '/v1/plugins/{name}/reviews' },
});

export const pluginReviewReply = defineAction({
  id: 'plugin_review_reply', title: 'Reply to a review', description: 'Answers a review as the publisher of the plugin, in place of the reply of before.', safety: 'moderate', scope: 'plugin_release:write', failures: ['resource.not_found', 'resource.conflict'],
  input: z.strictObject({ id: reviewId, text: z.string().min(1).max(2000).meta({ description: 'The reply.', examples: ['Fixed in 1.4.3, thank you.'] }) }), output: review,
});

export const pluginReviewReport = defineAction({
  id: 'plugin_review_report', title: 'Report a review', description: 'Says that a review should not be there. After three tenants said so it is hidden until somebody decides.', safety: 'moderate', scope: 'installation:write', failures: ['resource.not_found', 'resource.conflict'],
  input: z.strictObject({ id: reviewId, reason: z.string().min(1).max(500).meta({ description: 'Why.', examples: ['It is an advertisement'] }) }), output: review,
});

export const pluginReviewModerate = defineAction({
  id: 'plugin_review_moderate', title: 'Decide on a review', description: 'Hides a review, or shows it again and clears its reports.', safety: 'moderate', scope: 'plugin_release:write', failures: ['resource.not_found', 'resource.conflict'],
  input: z.strictObject({ id: reviewId, decision: z.enum(['show', 'hide']).meta({ description: 'What becomes of it.', examples: ['hide'] }), reason: z.string().min(1).max(500).meta({ description: 'Why.', examples: ['It is an advertisement'] }) }), output: review,
});
