const most = 5 * 1024 * 1024

/** Why a photo would be refused, before it is sent. */
export function photoFlaw(file: Pick<File, 'size' | 'type'>): 'large' | 'kind' | undefined {
  if (file.type !== 'image/jpeg' && file.type !== 'image/png') return 'kind'
  return file.size > most ? 'large' : undefined
}

/** A file in base64. */
export function photoText(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('the photo cannot be read'))
    reader.readAsDataURL(file)
  })
}
