// Paths of the machine Cleave runs on, which may write them with either slash.

/** The folder of a file, with its last slash; empty where there is none. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

export const fileOf = (path: string): string => path.slice(folderOf(path).length);

/** Where generated code goes unless told otherwise: a folder beside the design. */
export const codeFolderFor = (path: string): string => `${folderOf(path)}${fileOf(path).replace(/\.cleave(\.kdl)?$/, "")}-code`;

/** Where a design lies; its own name is said only where its folder has another. */
export const placeOf = (path: string): string => path.replace(/([\\/])([^\\/]+)\1\2\.cleave(\.kdl)?$/i, "$1$2");

/** The name of a design's file, without what says that it is one. */
export const designOf = (path: string): string => fileOf(path).replace(/(\.cleave)?(\.kdl)?$/i, "");
