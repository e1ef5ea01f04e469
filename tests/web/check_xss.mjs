export default async function xss() {}
