// What the checks are written with. Plain JavaScript, and nothing but the platform, as they are.

/**
 * Makes every check, one after the other: each function is given `setting`, and throws where what
 * its name says does not hold.
 *
 * @returns {Promise<{ name: string, passed: boolean, detail?: string }[]>}
 */
export async function runChecks(checks, setting) {
  const results = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(setting);
      results.push({ name, passed: true });
    } catch (error) {
      results.push({ name, passed: false, detail: `${error?.stack ?? error}` });
    }
  }
  return results;
}

/** The platform's fetch, which counts. */
export function countingFetch() {
  let count = 0;
  return { fetch: (...args) => (count++, fetch(...args)), count: () => count };
}

/** What a call failed with; that it fails is a check itself. */
export async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded, and should have failed");
}

export function equal(actual, wanted) {
  if (Object.is(actual, wanted)) return;
  throw new Error(`got ${show(actual)}, wanted ${show(wanted)}`);
}

function show(value) {
  return value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value);
}
