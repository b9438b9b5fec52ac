// Runs a bundle in Node. The arguments are its file and the setting.
const [file, setting] = process.argv.slice(2);
await import(file);
console.log(`@checks ${JSON.stringify(await globalThis.runConformance(JSON.parse(setting)))}`);
