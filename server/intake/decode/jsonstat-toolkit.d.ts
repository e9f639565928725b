declare module 'jsonstat-toolkit' {
  export type Category = { label: string; index: number }
  export type StatDimension = {
    label: string | null
    role: string | null
    id: string[]
    Category(i: number): Category
  }
  export type StatDataset = {
    class: string
    label: string | null
    source: string | null
    updated: string | null
    id: string[]
    size: number[]
    n: number
    value: (number | string | null)[]
    status: (string | null)[] | Record<string, string> | string | null
    Dimension(id: string): StatDimension | null
  }
  export type Stat = { class: string; id?: string[]; length: number; Dataset(i: number): StatDataset | null }
  export default function JSONstat(source: object): Stat & StatDataset
}
