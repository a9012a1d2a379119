/**
 * Names of the packages of package-lock.json that `installed` (node_modules/.package-lock.json) lacks or has in another
 * version. The contents are compared, not the files' times: a copied node_modules is as good as an installed one.
 */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages ?? {})
    .filter(([path, wanted]) => path.includes('node_modules/') && !wanted.link && !hasPackage(installed, path, wanted))
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

function hasPackage(installed, path, wanted) {
  const found = installed?.packages?.[path];
  // What is optional may be for another platform, or left out.
  if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
  return found.version === wanted.version && found.integrity === wanted.integrity;
}
