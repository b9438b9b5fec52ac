// The helpers of the checks. Like the checks, they are plain JavaScript and use only the platform.

/**
 * Runs all checks, one after the other. Each check is a function that gets `setting` and throws if
 * it fails.
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

/** The platform's fetch, with a counter. */
export function countingFetch() {
  let count = 0;
  return { fetch: (...args) => (count++, fetch(...args)), count: () => count };
}

/** Returns the error of a call. Throws if the call succeeds. */
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
