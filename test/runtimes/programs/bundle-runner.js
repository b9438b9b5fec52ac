// Runs a bundle in Node: its file and the setting are the arguments.
const [file, setting] = process.argv.slice(2);
await import(file);
console.log(`@checks ${JSON.stringify(await globalThis.runConformance(JSON.parse(setting)))}`);
