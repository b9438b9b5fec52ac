/**
 * Runs the command `datameta`.
 *
 * @param argv - the arguments, without those of Node
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  process.stderr.write(`datameta: unknown command "${argv[0] ?? ""}"\n`);
  return Promise.resolve(2);
}
