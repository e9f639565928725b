import type { ConnectorSettings, SettingsKind } from '../../../shared/api/connectors.ts'
import { fileDrop } from './file-drop/index.ts'
import { httpPull } from './http-pull.ts'
import { mqttBroker } from './mqtt-broker.ts'
import { sql } from './sql/index.ts'
import type { Kind, SettingsOf } from './types.ts'

const KINDS: { [K in SettingsKind]: Kind<SettingsOf<K>> } = {
  'http-pull': httpPull,
  'file-drop': fileDrop,
  'mqtt-broker': mqttBroker,
  sql,
}

/** The connector of these settings. */
export const kindOf = <S extends ConnectorSettings>(settings: S): Kind<S> =>
  KINDS[settings.kind] as unknown as Kind<S> // the table says so for each kind; the compiler cannot follow it
