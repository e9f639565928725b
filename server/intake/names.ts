/** Letters and digits alone, without marks: how names are compared. 'Thừa Thiên - Huế' → 'thuathienhue'. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** Spellings of other years and of other hands, each with the one it stands for (both folded). */
const SPELLINGS: Record<string, string> = {
  daclac: 'daklak',
  darlac: 'daklak',
  dacnong: 'daknong',
  backan: 'backan',
  baccan: 'backan',
  congtum: 'kontum',
  contum: 'kontum',
  hcm: 'hochiminh',
  hcmc: 'hochiminh',
  saigon: 'hochiminh',
  hanoicapital: 'hanoi',
  thuathien: 'thuathienhue',
  brvt: 'bariavungtau',
  bavungtau: 'bariavungtau',
  viengtau: 'bariavungtau',
  wholecountry: 'vietnam',
  canuoc: 'vietnam',
  toanquoc: 'vietnam',
  tongso: 'vietnam',
  total: 'vietnam',
  wholenation: 'vietnam',
  northernmidlandsandmountainareas: 'trungduvamiennuiphiabac',
  northernmidlandandmountainareas: 'trungduvamiennuiphiabac',
  northernmidlandsandmountains: 'trungduvamiennuiphiabac',
  redriverdelta: 'dongbangsonghong',
  northerncentralareaandcentralcoastalarea: 'bactrungbovaduyenhaimientrung',
  northcentralandcentralcoastalareas: 'bactrungbovaduyenhaimientrung',
  northcentralandcentralcoast: 'bactrungbovaduyenhaimientrung',
  northcentralcoastandsouthcentralcoast: 'bactrungbovaduyenhaimientrung',
  centralhighlands: 'taynguyen',
  southeast: 'dongnambo',
  mekongriverdelta: 'dongbangsongcuulong',
  mekongdelta: 'dongbangsongcuulong',
}
const PREFIX = /^(tinh|thanhpho|tp|thudo|vung|khuvuc)(?=.{3})/
const SUFFIX = /(?<=.{3})(province|city|region)$/

/** The key by which a unit's name is found, in Vietnamese or English, with or without marks, kind and old spelling. */
export function unitKey(name: string): string {
  const plain = fold(name.replace(/\((?:\*|\d)+\)|\*+$/g, ''))
  const known = SPELLINGS[plain]
  if (known) return known
  const bare = plain.replace(PREFIX, '').replace(SUFFIX, '')
  return SPELLINGS[bare] ?? bare
}
