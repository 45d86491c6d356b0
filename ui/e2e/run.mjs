// Runs the app in a browser, file by file. Of a few files that fail each is run once more, by itself: what fails twice is
// broken, what fails once is unsteady, and is told so.
//
//   npm run e2e -- [files]

import { relative } from "node:path";
import { startVitest } from "vitest/node";

/** More than so many files do not fail by chance. */
const most = 3;

const first = await failing(process.argv.slice(2));
const second = first.length > 0 && first.length <= most ? await failing(first) : first;
for (const file of first) {
  const name = relative(process.cwd(), file);
  console.log(second.includes(file) ? `broken: ${name}` : `UNSTEADY: ${name} failed, and passed when it was run once more`);
}
process.exit(second.length === 0 ? 0 : 1);

/** Of these files, or of all, those that fail. */
async function failing(files) {
  const vitest = await startVitest("test", files, { config: "e2e/vitest.config.ts", watch: false });
  const { state } = vitest;
  const stray = state.getUnhandledErrors();
  const failed = state.getFailedFilepaths();
  const ran = state.getFiles().length;
  await vitest.close();
  if (ran === 0 || stray.length > 0) process.exit(1);
  return failed;
}
