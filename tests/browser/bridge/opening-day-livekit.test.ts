import { openingDay } from './opening-day.ts'

openingDay('livekit')
