import { pageWorld } from '../../world/index.ts'
import { Exercises } from './Exercises.tsx'
import { Review } from './Review.tsx'

/** In reality: exercises and their scenarios. In one: what the scenario did beside what people did. */
export default function ExercisePage() {
  return pageWorld()?.kind === 'exercise' ? <Review /> : <Exercises />
}
