/** A cluster whose clients can be sent elsewhere: to each zone's customers paystorm itself says by whose nodes they are served, as a global load balancer would. */
import { shadow } from '../kit/shadow.js';
import type { TrafficControl, TrafficShift } from '../model/planned-control.js';
import type { Cluster, Route } from '../model/topology.js';

export function steerTraffic(cluster: Cluster): Cluster {
  const shifts = new Map<string, TrafficShift>();
  const listeners: ((route: Route) => void)[] = [];
  const route = (): Route => {
    const own = cluster.route();
    return shifts.size === 0 ? own : { ...own, shifts: [...shifts.values()] };
  };
  const tell = (): void => {
    for (const listener of listeners) listener(route());
  };
  cluster.onRouteChange(tell);
  const traffic: TrafficControl = {
    shift(id, shift) {
      shifts.set(id, shift);
      tell();
    },
    end(id) {
      if (shifts.delete(id)) tell();
    },
    shifted: (id) => shifts.get(id)?.share ?? 0,
  };
  return shadow(cluster, {
    traffic,
    route,
    onRouteChange: (listener) => void listeners.push(listener),
    capabilities: [...cluster.capabilities, 'traffic'],
  });
}
