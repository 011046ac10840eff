import { tableOf } from '../cli/table.ts'
import type { BenchReport, JudgedGoal, Row } from './report.ts'
import { unsteeredText } from './unsteered.ts'
import type { VersusReport } from './versus.ts'

const significant = 3

/** Three significant digits, whole numbers from a hundred on. */
const short = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(significant)))

const withUnit = (value: number, unit: string): string => (unit === '' ? short(value) : `${short(value)} ${unit}`)

const relation = { lower: '≤', higher: '≥', equal: '=' } as const

const targetText = ({ measure, better, target, unit }: JudgedGoal): string =>
  `${measure} ${relation[better]} ${withUnit(target, unit)}`

/** A figure with its measure and unit. */
export const valueText = ({ measure, value, unit }: JudgedGoal): string =>
  `${measure} ${value === null ? 'unknown' : withUnit(value, unit)}`

const verdict = (reached: boolean | null): string => (reached === null ? 'not judged' : reached ? 'reached' : 'missed')

const ms = (value: number | undefined): string => (value === undefined ? '' : `${short(value)} ms`)

const summary = (rows: readonly Row[]): string =>
  tableOf(
    ['row', '', 'target', 'measured', 'reached'],
    rows.map(({ id, what, goals, reached }) => [
      id,
      what,
      goals.map(targetText).join('\n'),
      goals.map(valueText).join('\n'),
      verdict(reached),
    ]),
  )

const figures = (rows: readonly Row[]): string =>
  tableOf(
    ['row', 'p50', 'p95', 'p99', 'rate', 'server CPU', 'generator CPU', 'resident', 'anonymous', 'took'],
    rows.map(({ id, latencyMs, perSecond, cpuUs, memory, seconds }) => [
      id,
      ms(latencyMs?.p50),
      ms(latencyMs?.p95),
      ms(latencyMs?.p99),
      perSecond === null ? '' : `${short(perSecond)}/s`,
      cpuUs ? `${short(cpuUs.server)} µs/request` : '',
      cpuUs ? `${short(cpuUs.generator)} µs/request` : '',
      memory ? `${short(memory.residentMb)} MB` : '',
      memory ? `${short(memory.anonymousMb)} MB` : '',
      `${short(seconds)} s`,
    ]),
    1,
  )

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(short(value).replaceAll(',', '')) : value

const details = (rows: readonly Row[]): readonly string[] =>
  rows.map(({ id, details: told }) => {
    const { samples: _samples, ...brief } = told
    return `${id}: ${JSON.stringify(brief, rounded)}`
  })

const failures = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ id, failure }) => (failure === null ? [] : [`${id}: ${failure}`]))

const listed = (services: Readonly<Record<string, string>>): string =>
  Object.entries(services)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')

const head = ({
  date,
  commit,
  machine,
  sizes,
  serveArgs,
  services,
  generatorCpuUs,
  seconds,
}: Omit<BenchReport, 'rows'>): string => {
  const { cores, model, memoryGb, node, kernel, load } = machine
  return [
    `${date}, commit ${commit.id.slice(0, 12)}${commit.dirty ? ' with changes' : ''}, ${sizes} sizes, ${short(seconds)} s`,
    `${cores} cores ${model}, ${memoryGb} GB, Linux ${kernel}, Node ${node}, load before ${load.toFixed(2)}; server, load generator and provider stub share the cores`,
    ...(services ? [`as do ${listed(services)}; nothing is promoted, for what is hot is answered from memory`] : []),
    `configuration as shipped but ${unsteeredText}${serveArgs.length === 0 ? '' : `, and ${serveArgs.join(' ')}`}; the load generator spends ${short(generatorCpuUs)} µs of CPU on a request`,
  ].join('\n')
}

/** The report for a terminal: targets first, then what else was measured, then each row's details as JSON. */
export const formatBench = (report: BenchReport): string => {
  const { rows } = report
  const sections = [head(report), summary(rows), ...failures(rows), figures(rows), ...details(rows)]
  if (report.sizes === 'quick')
    sections.push('Quick sizes test the bench: these figures say nothing about the targets.')
  return sections.join('\n')
}

/** The comparison for a terminal. */
export const formatVersus = (report: VersusReport): string => {
  const list = (values: readonly number[]): string => values.map(short).join(', ')
  const table = tableOf(
    ['row', 'measure', `at ${report.against.id.slice(0, 12)}`, 'here', 'ratio', 'better is'],
    report.compared.map(({ id, measure, unit, other, own, ratio, better }) => [
      id,
      unit === '' ? measure : `${measure}, ${unit}`,
      list(other),
      list(own),
      ratio === null ? 'unknown' : ratio.toFixed(2),
      better,
    ]),
  )
  const sides = [
    ...failures(report.otherRows).map(line => `there, ${line}`),
    ...failures(report.rows).map(line => `here, ${line}`),
  ]
  return [head(report), table, ...sides].join('\n')
}
