// Runs before first paint: what the user chose, else what the system says.
(() => {
  const asked = new URLSearchParams(location.search).get('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const set = () => {
    let theme = asked;
    try {
      theme ??= localStorage.getItem('penstock-theme');
    } catch {
      // Storage is refused; the system decides.
    }
    root.dataset.theme = theme ?? (system.matches ? 'dark' : 'light');
  };
  set();
  system.addEventListener('change', set);
  let was;
  addEventListener('beforeprint', () => {
    was = root.dataset.theme;
    root.dataset.theme = 'light';
  });
  addEventListener('afterprint', () => {
    root.dataset.theme = was;
  });
})();
