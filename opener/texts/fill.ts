/** `{name}` in a text becomes the value of that name; what is filled in is not looked at again. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => `${values[name] ?? place}`)
}
