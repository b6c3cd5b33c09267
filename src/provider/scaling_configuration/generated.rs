//! What the generated configuration of a configuration says although it is blank.

use super::attributes::ScalingConfigurationModel;
use super::model::DataDiskModel;
use crate::framework::Field;

/// Says that an agent is not installed, since the API installs agents unless it is told otherwise, and of every data disk
/// whether it goes with its instance, since data may depend on it.
pub(super) fn tidy(
    config: ScalingConfigurationModel,
    object: &ScalingConfigurationModel,
) -> ScalingConfigurationModel {
    ScalingConfigurationModel {
        need_monitor_agent: only_if_not_installed(&object.need_monitor_agent),
        need_security_agent: only_if_not_installed(&object.need_security_agent),
        data_disks: match (config.data_disks, &object.data_disks) {
            (Field::Value(written), Field::Value(disks)) => Field::Value(
                written
                    .0
                    .into_iter()
                    .zip(&disks.0)
                    .map(with_end_of_disk)
                    .collect(),
            ),
            (written, _) => written,
        },
        ..config
    }
}

fn only_if_not_installed(agent: &Field<i64>) -> Field<i64> {
    match agent {
        Field::Value(0) => Field::Value(0),
        _ => Field::Null,
    }
}

fn with_end_of_disk((written, disk): (Field<DataDiskModel>, &Field<DataDiskModel>)) -> DataDiskModel {
    DataDiskModel {
        delete_with_instance: disk
            .value()
            .map_or(Field::Null, |disk| disk.delete_with_instance.clone()),
        ..written.into_value().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_mentioned_if_it_is_not_installed() {
        let object = ScalingConfigurationModel {
            need_monitor_agent: Field::Value(0),
            need_security_agent: Field::Value(1),
            ..ScalingConfigurationModel::default()
        };
        let tidied = tidy(object.clone(), &object);
        assert_eq!(tidied.need_monitor_agent, Field::Value(0));
        assert_eq!(tidied.need_security_agent, Field::Null);
    }

    #[test]
    fn what_becomes_of_a_data_disk_is_always_said() {
        let disks = |delete_with_instance| {
            let disk = DataDiskModel {
                disk_size: Field::Value(20),
                delete_with_instance,
                ..DataDiskModel::default()
            };
            ScalingConfigurationModel {
                data_disks: Field::Value([disk].into_iter().collect()),
                ..ScalingConfigurationModel::default()
            }
        };
        let kept = disks(Field::Value(false));
        assert_eq!(tidy(disks(Field::Null), &kept).data_disks, kept.data_disks);
    }
}
