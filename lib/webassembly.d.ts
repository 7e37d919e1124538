/** What is used of WebAssembly's JavaScript interface. TypeScript describes it as a part of the browser alone. */
declare namespace WebAssembly {
  /** Compiled code. It can be cloned into worker threads, which then share it. */
  class Module {
    private readonly compiled: unique symbol
  }
  class Instance {
    constructor(module: Module)
    readonly exports: Readonly<Record<string, unknown>>
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  interface Global<Value> {
    readonly value: Value
  }
  /** Whether this engine can compile the bytes. */
  function validate(bytes: Uint8Array): boolean
  function compile(bytes: Uint8Array): Promise<Module>
}
