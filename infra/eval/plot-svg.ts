import { LineChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { AtThreshold, ThresholdsEvaluation } from './thresholds.ts'

const size = { width: 800, height: 500 }

const percent = (share: number): number => Number((share * 100).toFixed(3))

const axis = (name: string) => ({
  type: 'value' as const,
  name,
  min: 0,
  nameLocation: 'middle' as const,
  nameGap: 36,
  axisLabel: { formatter: '{value} %' },
})

/** Points nearer than this to the one before, of the whole range, would have their labels on top of each other. */
const near = 0.06

const lineHeight = 14

/** How many lines above its point each label stands: beside close neighbours they climb. */
const lifts = (points: readonly AtThreshold[]): readonly number[] => {
  const most = (value: (point: AtThreshold) => number): number => Math.max(...points.map(value), Number.EPSILON)
  const [right, top] = [most(({ hitRate }) => hitRate), most(({ falsePerHit }) => falsePerHit)]
  const isNear = (a: AtThreshold, b: AtThreshold): boolean =>
    Math.abs(a.hitRate - b.hitRate) < near * right && Math.abs(a.falsePerHit - b.falsePerHit) < near * top
  let line = 0
  return points.map((point, at) => {
    const before = points[at - 1]
    line = before && isNear(before, point) ? line + 1 : 0
    return line
  })
}

/** Hit rate against the wrong share of hits as an SVG document, one point for each threshold, joined in their order. */
export const plotSvg = ({ requests, thresholds }: ThresholdsEvaluation): string => {
  use([LineChart, GridComponent, TitleComponent, SVGRenderer])
  const lines = lifts(thresholds)
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: 'Hits and wrong hits by cache.threshold',
      subtext: `${requests} requests; each point is a threshold`,
      left: 'center',
    },
    grid: { left: 72, right: 32, top: 76, bottom: 60 },
    xAxis: axis('hits, of requests'),
    yAxis: axis('wrong, of hits'),
    series: [
      {
        type: 'line',
        symbolSize: 9,
        data: thresholds.map(({ threshold, hitRate, falsePerHit }, at) => ({
          name: String(threshold),
          value: [percent(hitRate), percent(falsePerHit)],
          label: { distance: 6 + lines[at]! * lineHeight },
        })),
        label: { show: true, position: 'top', formatter: '{b}' },
      },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}
