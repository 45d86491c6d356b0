// Paths of the machine Cleave runs on, which may write them with either slash.

/** The folder of a file, with its last slash; empty where there is none. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

export const fileOf = (path: string): string => path.slice(folderOf(path).length);

/** Where generated code goes unless told otherwise: a folder beside the design. */
export const codeFolderFor = (path: string): string => `${folderOf(path)}${fileOf(path).replace(/\.cleave(\.kdl)?$/, "")}-code`;
