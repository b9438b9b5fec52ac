import { FileError } from "./errors.js";

/** The messages for the error codes of the operating system. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "the system does not allow it",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "it already exists",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EFBIG: "the file is too large for this disk",
  EROFS: "the disk is read-only",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  EIO: "the disk reported an error",
};

/** Converts an error of the file system to a `FileError`. */
export function fileErrorOf(error: unknown, file: string, what: string): FileError {
  if (error instanceof FileError) return error;
  const code = String(Reflect.get(Object(error) as object, "code") ?? "UNKNOWN");
  const meaning = meanings[code] ?? (error instanceof Error ? error.message : String(error));
  return new FileError(`${file} ${what}: ${meaning} (${code})`, file, code, { cause: error });
}
