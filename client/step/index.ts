// Several windows of one person stay in step.
export { StepButton } from './StepButton.tsx'
export { StepCenter } from './StepCenter.tsx'
export { isTextOrNull, useInStep } from './useInStep.ts'
