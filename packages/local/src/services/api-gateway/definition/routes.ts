interface Node<Resource> {
  readonly fixed: Map<string, Node<Resource>>;
  parameter?: { readonly name: string; readonly node: Node<Resource> };
  /** `{name+}`: everything that follows. */
  greedy?: { readonly name: string; readonly resource: Resource };
  resource?: Resource;
}

export interface Match<Resource> {
  readonly resource: Resource;
  /** As sent: still percent-encoded. */
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the resource of a path: fixed segments go before `{name}`, and that before `{name+}`. */
export class Routes<Resource> {
  readonly #root: Node<Resource> = { fixed: new Map() };

  /** Throws when another template of the same shape names a parameter otherwise, as API Gateway's import does. */
  add(template: string, resource: Resource): void {
    const parts = segments(template);
    let node = this.#root;
    for (const [index, part] of parts.entries()) {
      const [, name, plus] = /^\{([A-Za-z0-9._-]+)(\+)?\}$/.exec(part) ?? [];
      if (name !== undefined && plus) {
        if (index < parts.length - 1) throw new Error(`path ${template}: ${part} must come last`);
        node.greedy = { name, resource };
        return;
      }
      if (name !== undefined) {
        node.parameter ??= { name, node: { fixed: new Map() } };
        if (node.parameter.name !== name) {
          throw new Error(`path ${template}: a sibling path calls {${name}} {${node.parameter.name}}`);
        }
        node = node.parameter.node;
      } else {
        const next = node.fixed.get(part) ?? { fixed: new Map() };
        node.fixed.set(part, next);
        node = next;
      }
    }
    node.resource = resource;
  }

  /** `path` without the stage, beginning with a slash. A slash at its end makes it another path. */
  find(path: string): Match<Resource> | undefined {
    return search(this.#root, segments(path), 0, {});
  }
}

function search<Resource>(
  node: Node<Resource>,
  parts: readonly string[],
  index: number,
  path: Readonly<Record<string, string>>,
): Match<Resource> | undefined {
  const part = parts[index];
  if (part === undefined) return node.resource === undefined ? undefined : { resource: node.resource, path };
  const next = node.fixed.get(part);
  const found = next && search(next, parts, index + 1, path);
  if (found) return found;
  if (node.parameter && part !== '') {
    const { name, node: below } = node.parameter;
    const foundBelow = search(below, parts, index + 1, { ...path, [name]: part });
    if (foundBelow) return foundBelow;
  }
  if (!node.greedy) return undefined;
  return { resource: node.greedy.resource, path: { ...path, [node.greedy.name]: parts.slice(index).join('/') } };
}

function segments(path: string): string[] {
  const parts = path.replace(/^\//, '').split('/');
  if (parts.length === 1 && parts[0] === '') parts.pop();
  return parts;
}
