import { event } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import { legalBases } from './legal-bases';

const AT = '2021-12-15T08:00:00+07:00';
const data = {
  number: '12/QĐ-TEST',
  date: '2021-12-10',
  issuer: 'Test province',
  title: 'Prices of the test yards',
  validFrom: '2021-12-12',
  validTo: '2022-03-31',
};
const { validTo: _, ...open } = { ...data, number: '13/QĐ-TEST' };
const registered = (of: { readonly number: string }) =>
  event(`legalBasis-${of.number}`, 'legalBasis.LegalBasisRegistered.v1', AT, of);

describeView(legalBases, {
  'legalBasis.LegalBasisRegistered.v1': ({ given }) =>
    given(registered(open))
      .when(registered(data))
      .then([
        {
          number: '12/QĐ-TEST',
          date: '2021-12-10',
          issuer: 'Test province',
          title: 'Prices of the test yards',
          valid_from: '2021-12-12',
          valid_to: '2022-03-31',
        },
        { number: '13/QĐ-TEST', valid_to: null },
      ]),
});
