import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** `<!-- code: path#region -->`, the code, `<!-- /code -->`. */
const quotation = /(<!-- code: (\S+)#(\S+) -->\n)[\s\S]*?(<!-- \/code -->)/g

/** What stands between `// #region name` and the next `// #endregion`. Throws where the file has no such region. */
const regionOf = (path: string, name: string): string => {
  const lines = readFileSync(join(root, path), 'utf8').split('\n')
  const start = lines.indexOf(`// #region ${name}`)
  const end = lines.indexOf('// #endregion', start)
  if (start < 0 || end < 0) throw new Error(`${path} has no region ${name}`)
  return lines.slice(start + 1, end).join('\n')
}

/** The pages of docs/walk, whose code is quoted from files that the tests run. */
export const walkPages = (): Readonly<Record<string, () => string>> =>
  Object.fromEntries(
    readdirSync(join(root, 'docs', 'walk')).map(name => {
      const path = `docs/walk/${name}`
      const quoted = (): string =>
        readFileSync(join(root, path), 'utf8').replace(
          quotation,
          (_all, before: string, file: string, region: string, after: string) =>
            `${before}\`\`\`ts\n${regionOf(file, region)}\n\`\`\`\n${after}`,
        )
      return [path, quoted]
    }),
  )
