// What Streamlit's scripts need and Chromium 109 lacks, the last for Windows 7: the flag v of
// regular expressions (112), the copying methods of arrays (110). None of Streamlit's expressions
// means anything else under the flag u.
(() => {
  const copying = {
    toSorted(compare) { return Array.from(this).sort(compare); },
    toReversed() { return Array.from(this).reverse(); },
    toSpliced(...change) {
      const copy = Array.from(this);
      copy.splice(...change);
      return copy;
    },
    with(index, value) {
      const copy = Array.from(this), place = index < 0 ? copy.length + index : index;
      if (!(place in copy)) throw new RangeError("Invalid index : " + index);
      copy[place] = value;
      return copy;
    },
  };
  for (const [name, value] of Object.entries(copying))
    if (!Array.prototype[name])
      Object.defineProperty(Array.prototype, name, { value, configurable: true, writable: true });
  try {
    new RegExp("", "v");
  } catch (error) {
    const older = ([pattern, flags, ...rest]) =>
      typeof flags === "string" ? [pattern, flags.replace("v", "u"), ...rest] : [pattern];
    window.RegExp = new Proxy(RegExp, {
      construct: (native, given, target) => Reflect.construct(native, older(given), target),
      apply: (native, self, given) => Reflect.apply(native, self, older(given)),
    });
  }
})();
