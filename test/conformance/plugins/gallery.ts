/** Every plugin of the gallery is asked its cases in both runtimes: the results are the same, and what they should be is tested beside the tests of the house. */
import { gallery } from '@patchbay/gallery';
import { runCases } from '../../house/plugins/run-cases.ts';

export interface Shown { readonly plugins: number; readonly calls: number; readonly problems: readonly string[] }

export async function compareGallery(): Promise<Shown> {
  const problems: string[] = [];
  let calls = 0;
  for (const exhibit of gallery) {
    const [trusted, sandboxed] = [await runCases(exhibit, 'trusted'), await runCases(exhibit, 'sandboxed')];
    calls += trusted.length;
    for (const [index, result] of trusted.entries()) {
      const [here, there] = [result, sandboxed[index]].map((each) => withoutMoments(JSON.stringify(each)));
      if (here !== there) problems.push(`${exhibit.name}, step ${index + 1}: trusted ${here}, sandboxed ${there}`);
    }
  }
  return { plugins: gallery.length, calls, problems };
}

const withoutMoments = (text: string): string => text.replaceAll(/[a-z]+_[0-9a-z]{26}/g, 'id').replaceAll(/127\.0\.0\.1:\d+/g, 'host');
