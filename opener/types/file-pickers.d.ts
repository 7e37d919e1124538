/** File System Access (WICG draft): Chromium alone has the pickers, so they are asked for before use. */
interface Window {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>
  showDirectoryPicker?(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>
}

interface FileSystemFileHandle {
  remove?(): Promise<void>
}
