import { openingDay } from './opening-day.ts'

openingDay('peer')
