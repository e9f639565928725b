import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { io } from 'socket.io-client'

type Change = { id: string; value: number }

/** What one writes first: a socket, a state, a table; every change sets the state. */
function Table() {
  const [values, setValues] = useState<Record<string, number>>({})
  useEffect(() => {
    const socket = io({ transports: ['websocket'] })
    socket.on('change', ({ id, value }: Change) => setValues((before) => ({ ...before, [id]: value })))
    return () => void socket.close()
  }, [])
  return (
    <table>
      <tbody>
        {Object.entries(values).map(([id, value]) => (
          <tr key={id}>
            <td>{id}</td>
            <td>{value.toLocaleString('vi-VN', { minimumFractionDigits: 1 })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Table />)
